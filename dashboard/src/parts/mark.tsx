/** The mark on a ship's hull, after which plimsoll is called: a disc, and the line through it. */
export const Mark = () => (
  <svg class="plimsoll-line" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <circle cx="12" cy="12" r="7" fill="none" stroke="currentColor" stroke-width="2.2" />
    <path d="M1 12h22" stroke="currentColor" stroke-width="2.2" />
  </svg>
)
