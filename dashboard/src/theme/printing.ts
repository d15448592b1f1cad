import { type ReadonlySignal, signal } from '@preact/signals'

const media = matchMedia('print')
const now = signal(media.matches)

/** Whether the page is being printed: then everything is open, and its colours are the light ones. */
export const isPrinting: ReadonlySignal<boolean> = now

// Both: some browsers tell by one of them only, and the first to tell leaves time to draw.
addEventListener('beforeprint', () => {
  now.value = true
})
addEventListener('afterprint', () => {
  now.value = media.matches
})
media.addEventListener('change', () => {
  now.value = media.matches
})
