import { useEffect, useState } from 'preact/hooks'
import { announce } from './status.tsx'

/** How long the button says that it has copied. */
const SAID_MS = 2000

/** Copies a text. @param props.what it is, in words: `the command` */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [outcome, setOutcome] = useState('')
  useEffect(() => {
    if (outcome === '') return undefined
    const timer = setTimeout(() => setOutcome(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async (): Promise<void> => {
    const said = (await hasCopied(text)) ? 'Copied' : 'Can’t copy here'
    setOutcome(said)
    announce(`${said}: ${what}.`)
  }
  return (
    <button type="button" class="small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      {outcome === '' ? 'Copy' : outcome}
    </button>
  )
}

/** Some pages may not write to the clipboard: those that came over plain HTTP from elsewhere. */
async function hasCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
