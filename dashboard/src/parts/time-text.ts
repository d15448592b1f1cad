/** Times as a reader's clock shows them, the same in every language: `2026-11-22 15:27`. */

/** `2026-11-22 15:27` of the reader's own time zone; what is no time stays as it is. */
export function localTimeText(iso: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return iso
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(padded).join('-')
  return `${day} ${[time.getHours(), time.getMinutes()].map(padded).join(':')}`
}

const padded = (part: number): string => String(part).padStart(2, '0')

const STEPS: readonly (readonly [seconds: number, word: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** `3 hours ago`, `in 2 minutes`, `now`. */
export function agoText(iso: string, nowMs: number): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000)
  if (Number.isNaN(seconds)) return ''
  const [length, word] = STEPS.find(([each]) => Math.abs(seconds) >= each) ?? [1, '']
  if (word === '') return 'now'
  const count = Math.floor(Math.abs(seconds) / length)
  const text = `${count} ${word}${count === 1 ? '' : 's'}`
  return seconds > 0 ? `${text} ago` : `in ${text}`
}
