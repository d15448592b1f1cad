import { signal } from '@preact/signals'

const said = signal('')

/** Tells whoever listens to the page rather than looks at it: `Copied.`, `12 of 340 runs.` */
export function announce(text: string): void {
  // The same words twice are told twice: the blank makes them new.
  said.value = said.value === text ? `${text}\u00a0` : text
}

/** Where announcements are made; once a page. */
export const StatusRegion = () => (
  <div class="visually-hidden" role="status" aria-live="polite">
    {said.value}
  </div>
)
