import type { Tone } from './notice.tsx'

const SIGNS: Readonly<Record<Tone, string>> = { plain: '·', good: '✓', warning: '!', error: '✕' }

/** A word with a sign, and a colour that says the same. */
export const Badge = ({ tone, word }: { readonly tone: Tone; readonly word: string }) => (
  <span class={`badge ${tone}`}>
    <span aria-hidden="true">{SIGNS[tone]}</span>
    {word}
  </span>
)
