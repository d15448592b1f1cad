/** Times as a reader's clock shows them, the same in every language: `2026-11-22 15:27`. */

/** `2026-11-22 15:27` of the reader's own time zone; what is no time stays as it is. */
export function localTimeText(iso: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return iso
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(padded).join('-')
  return `${day} ${[time.getHours(), time.getMinutes()].map(padded).join(':')}`
}

const padded = (part: number): string => String(part).padStart(2, '0')
