/** Changes as people read them, one way in sentences and in tables. Locale-free: a report reads the same everywhere. */

/** From here on a factor says more than hundredths. */
const AS_FACTOR = 11

/** The change that a ratio is: `+15.2 %`, `-3.1 %`, from eleven-fold on `×12.3`. */
export function changeText(ratio: number): string {
  if (ratio >= AS_FACTOR) return `×${factorText(ratio)}`
  return `${signed((ratio - 1) * 100)} %`
}

/** `+11.0 … +19.1 %`. */
export function changeIntervalText([low, high]: readonly [number, number]): string {
  return joinBounds(changeText(low), changeText(high))
}

/** `1.2 ms` and `3.4 ms` → `1.2 … 3.4 ms`; both units stay where they differ. */
export function joinBounds(low: string, high: string): string {
  const unitOf = (text: string): string => text.slice(text.indexOf(' '))
  const same = low.includes(' ') && high.includes(' ') && unitOf(low) === unitOf(high)
  return `${same ? low.slice(0, low.indexOf(' ')) : low} … ${high}`
}

/** `1234567` → `1,234,567`. */
export const groupThousands = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Three significant digits; everything before the decimal point in full. */
function factorText(ratio: number): string {
  if (Number(ratio.toPrecision(3)) >= 1000) return groupThousands(Math.round(ratio).toString())
  return Number(ratio.toPrecision(3)) >= 100 ? ratio.toFixed(0) : ratio.toFixed(1)
}

function signed(percent: number): string {
  const text = Math.abs(percent) < 99.95 ? percent.toFixed(1) : groupThousands(percent.toFixed(0))
  if (Number(text) === 0) return '0.0'
  return percent > 0 ? `+${text}` : text
}
