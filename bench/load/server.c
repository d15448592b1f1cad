/*
 * The server of the load benchmarks where there is a C compiler: answers whatever ends like a request, and looks at
 * nothing else, so that it takes less time for a request than any generator does. Prints its port; a line on its standard
 * input makes it print how many requests it has answered, and, where it was started with `stamps`, when each came (ns of
 * the monotonic clock, on the same line); it ends when that input does. Linux (epoll).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char ANSWER[] =
    "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ndate: Sun, 22 Nov 2026 09:00:00 GMT\r\n"
    "connection: keep-alive\r\ncontent-length: 13\r\n\r\nHello, World!";

enum { MOST_EVENTS = 256, MOST_AT_ONCE = 64, MOST_DESCRIPTORS = 65536, MOST_STAMPS = 1 << 20, ANSWER_LENGTH = sizeof ANSWER - 1 };

/* How much of "\r\n\r\n" each connection has seen. */
static unsigned char seen[MOST_DESCRIPTORS];
static char answers[MOST_AT_ONCE * ANSWER_LENGTH];
/* Null = none are wanted. */
static uint64_t *stamps;
static unsigned long long answered;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int poll, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) < 0) fail("epoll_ctl");
}

static int count_ends(int descriptor, const char *bytes, ssize_t length) {
  static const char END[] = "\r\n\r\n";
  int ends = 0;
  /* A whole request, as nearly always. */
  if (seen[descriptor] == 0 && length >= 4 && length < 1024 && memcmp(bytes + length - 4, END, 4) == 0 &&
      memmem(bytes, length - 1, END, 4) == NULL)
    return 1;
  for (ssize_t at = 0; at < length; at++) {
    unsigned char so_far = seen[descriptor];
    so_far = bytes[at] == END[so_far] ? so_far + 1 : bytes[at] == '\r' ? 1 : 0;
    if (so_far == 4) ends++;
    seen[descriptor] = so_far == 4 ? 0 : so_far;
  }
  return ends;
}

static void stamp(int ends) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  for (unsigned long long at = answered; at < answered + ends && at < MOST_STAMPS; at++)
    stamps[at] = now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void tell(void) {
  printf("%llu", answered);
  for (unsigned long long at = 0; stamps != NULL && at < answered && at < MOST_STAMPS; at++)
    printf(" %llu", (unsigned long long)stamps[at]);
  printf("\n");
  fflush(stdout);
}

/* Returns how many requests were answered; -1 = the connection is over. */
static int serve(int descriptor) {
  char bytes[16384];
  ssize_t length = read(descriptor, bytes, sizeof bytes);
  if (length < 0 && errno == EINTR) return 0;
  if (length <= 0) return -1;
  int ends = count_ends(descriptor, bytes, length);
  if (stamps != NULL) stamp(ends);
  for (int left = ends; left > 0;) {
    int now = left > MOST_AT_ONCE ? MOST_AT_ONCE : left;
    if (write(descriptor, answers, (size_t)now * ANSWER_LENGTH) < 0) return -1;
    left -= now;
  }
  return ends;
}

int main(int count_of_arguments, char **arguments) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
  if (count_of_arguments > 1 && strcmp(arguments[1], "stamps") == 0)
    if ((stamps = calloc(MOST_STAMPS, sizeof *stamps)) == NULL) fail("calloc");
  for (int copy = 0; copy < MOST_AT_ONCE; copy++) memcpy(answers + copy * ANSWER_LENGTH, ANSWER, ANSWER_LENGTH);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  if (listen(listener, 1024) < 0) fail("listen");
  if (getsockname(listener, (struct sockaddr *)&address, &size) < 0) fail("getsockname");
  watch(poll, listener);
  watch(poll, STDIN_FILENO);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    struct epoll_event events[MOST_EVENTS];
    int count = epoll_wait(poll, events, MOST_EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int descriptor = events[i].data.fd;
      if (descriptor == listener) {
        int made = accept(listener, NULL, NULL);
        if (made < 0 || made >= MOST_DESCRIPTORS) continue;
        setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        seen[made] = 0;
        watch(poll, made);
      } else if (descriptor == STDIN_FILENO) {
        char line[64];
        if (read(STDIN_FILENO, line, sizeof line) <= 0) return 0;
        tell();
      } else {
        int ends = serve(descriptor);
        if (ends < 0) close(descriptor);
        else answered += ends;
      }
    }
  }
}
