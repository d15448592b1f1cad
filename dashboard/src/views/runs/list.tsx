import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formatCount } from '../../../../src/show/text/quantity.ts'
import { COLUMNS, Row } from './row.tsx'
import type { Chosen } from './pair.ts'
import type { ListedRun } from './search.ts'
import { useDrawn } from './use-drawn.ts'
import { type Drawn, DRAWN_WHOLE } from './window.ts'

/** What the keyboard is at: a row, and a checkbox or a link in it. */
interface Focus {
  readonly index: number
  readonly control: string
}

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * The runs as a table, of which only what is seen is drawn. Up and Down, Home and End go from row to row; a row that has
 * the keyboard stays, wherever the list is scrolled to.
 */
export function RunTable(props: {
  readonly listed: readonly ListedRun[]
  readonly chosen: Chosen
  readonly onChoose: (id: string) => void
}) {
  const { listed, chosen, onChoose } = props
  const body = useRef<HTMLDivElement>(null)
  const drawn = useDrawn(listed.length, body)
  const [focus, setFocus] = useFocus(body)
  const isPart = listed.length > DRAWN_WHOLE
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = focusOf(event.target)
    const step = STEPS[event.key]
    if (at === undefined || step === undefined || event.altKey || event.ctrlKey) return
    event.preventDefault()
    setFocus({ ...at, index: step(at.index, listed.length - 1) })
  }
  const rows = indexesOf(drawn, focus?.index).filter((index) => index < listed.length)
  return (
    <>
      <div
        role="table"
        aria-label="Runs, newest first"
        aria-rowcount={listed.length + 1}
        class={isPart ? 'runs part' : 'runs'}
      >
        <Head />
        <div
          role="rowgroup"
          class="runs-body"
          ref={body}
          style={isPart ? { height: `${listed.length * drawn.rowPx}px` } : undefined}
          onKeyDown={onKeyDown}
        >
          {rows.map((index) => {
            const run = listed[index]?.run
            if (run === undefined) return null
            const topPx = isPart ? index * drawn.rowPx : undefined
            const isChosen = chosen.includes(run.id)
            const isAway = index < drawn.first || index >= drawn.end
            return <Row key={run.id} {...{ run, index, topPx, isAway, isChosen, onChoose }} />
          })}
        </div>
      </div>
      {isPart ? <PrintedPart drawn={drawn} count={listed.length} /> : null}
    </>
  )
}

const Head = () => (
  <div role="rowgroup" class="runs-head">
    <div role="row" aria-rowindex={1}>
      {COLUMNS.map(({ id, title }) => (
        <div key={id} role="columnheader" class={id}>
          {title}
        </div>
      ))}
    </div>
  </div>
)

/** Paper holds what is on the screen, and says so. */
const PrintedPart = ({ drawn, count }: { readonly drawn: Drawn; readonly count: number }) => (
  <p class="printed-part">
    Printed: runs {formatCount(drawn.first + 1)} to {formatCount(Math.min(drawn.end, count))} of{' '}
    {formatCount(count)}. Scroll or filter the list to print others.
  </p>
)

/** Where the keyboard is, and how it is moved: to rows that may have to be drawn first. */
function useFocus(body: { readonly current: HTMLElement | null }) {
  const [focus, setFocus] = useState<Focus | undefined>(undefined)
  const wanted = useRef<Focus | undefined>(undefined)
  useLayoutEffect(() => {
    const { current } = body
    if (current === null) return undefined
    const onFocus = ({ target }: FocusEvent): void => setFocus(focusOf(target))
    const onBlur = ({ relatedTarget }: FocusEvent): void => {
      if (focusOf(relatedTarget) === undefined && wanted.current === undefined) setFocus(undefined)
    }
    current.addEventListener('focusin', onFocus)
    current.addEventListener('focusout', onBlur)
    return () => {
      current.removeEventListener('focusin', onFocus)
      current.removeEventListener('focusout', onBlur)
    }
  }, [body])
  useLayoutEffect(() => {
    const { current: want } = wanted
    if (want === undefined) return
    wanted.current = undefined
    if (body.current !== null) focusOn(body.current, want)
  }, [focus])
  const move = (to: Focus): void => {
    wanted.current = to
    setFocus(to)
  }
  return [focus, move] as const
}

/** What of a row the keyboard can be at. */
const CONTROLS: Readonly<Record<string, string>> = {
  choose: '.run-choose input',
  open: '.run-when a',
  commit: '.run-code a',
}

function focusOf(target: EventTarget | null): Focus | undefined {
  if (!(target instanceof HTMLElement)) return undefined
  const row = target.closest<HTMLElement>('[data-index]')
  if (row === null) return undefined
  const control = Object.keys(CONTROLS).find((name) => target.matches(CONTROLS[name] ?? ''))
  return { index: Number(row.dataset['index']), control: control ?? 'open' }
}

/** A row without a commit has its own link. */
function focusOn(body: HTMLElement, { index, control }: Focus): void {
  const row = body.querySelector(`[data-index="${index}"]`)
  const wanted = row?.querySelector<HTMLElement>(CONTROLS[control] ?? '')
  ;(wanted ?? row?.querySelector<HTMLElement>(CONTROLS['open'] ?? ''))?.focus()
}

function indexesOf(
  { first, end }: { readonly first: number; readonly end: number },
  focused: number | undefined,
): readonly number[] {
  const rows = Array.from({ length: end - first }, (_, at) => first + at)
  if (focused === undefined || (focused >= first && focused < end)) return rows
  return focused < first ? [focused, ...rows] : [...rows, focused]
}
