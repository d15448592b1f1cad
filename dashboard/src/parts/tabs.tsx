import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { refine, route } from '../routing/route.ts'

/** One of several things that are shown in the same place. */
export interface Tab {
  /** In the address. */
  readonly id: string
  readonly title: string
  readonly render: () => ComponentChildren
}

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (index, last) => (index === last ? 0 : index + 1),
  ArrowLeft: (index, last) => (index === 0 ? last : index - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** Tabs, of which the address remembers the chosen one. @param props.name in the address */
export function Tabs(props: {
  readonly label: string
  readonly name: string
  readonly tabs: readonly Tab[]
}) {
  const { label, name, tabs } = props
  const list = useRef<HTMLDivElement>(null)
  const asked = route.value.query.get(name)
  const chosen = tabs.find(({ id }) => id === asked) ?? tabs[0]
  if (chosen === undefined) return null
  const choose = (index: number): void => {
    const { id = '' } = tabs[index] ?? {}
    refine({ [name]: index === 0 ? '' : id })
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${name}-tab-${id}`)}`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    choose(step(tabs.indexOf(chosen), tabs.length - 1))
  }
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} ref={list} tabIndex={-1} onKeyDown={onKeyDown}>
        {tabs.map(({ id, title }, index) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${name}-tab-${id}`}
            aria-selected={id === chosen.id}
            aria-controls={`${name}-panel`}
            tabIndex={id === chosen.id ? 0 : -1}
            onClick={() => choose(index)}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${name}-panel`}
        aria-labelledby={`${name}-tab-${chosen.id}`}
        tabIndex={-1}
      >
        {chosen.render()}
      </div>
    </div>
  )
}
