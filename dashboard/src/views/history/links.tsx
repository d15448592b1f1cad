import type { ComponentChildren } from 'preact'
import { hrefOf } from '../../routing/route.ts'
import { useSource } from '../../source/use-document.ts'

/** Ways to what a point tells of; from a report, to what the report holds. */

/** A run by its moment, as a link where it can be looked at. */
export function RunLink(props: { readonly run: string; readonly children: ComponentChildren }) {
  const { run, children } = props
  const { kind, names } = useSource()
  const isHeld = kind === 'live' || names.includes(`runs/${run}`)
  return isHeld ? <a href={hrefOf(['runs', run])}>{children}</a> : <>{children}</>
}

/** Two runs beside each other; nothing where they can't be. */
export function CompareLink(props: {
  readonly current: string
  readonly baseline: string
  readonly children: ComponentChildren
}) {
  const { current, baseline, children } = props
  const { kind, names } = useSource()
  if (kind === 'frozen' && !names.includes(`comparisons/${current}/${baseline}`)) return null
  return <a href={hrefOf(['compare', current, baseline])}>{children}</a>
}
