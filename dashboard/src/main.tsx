import './theme/tokens.css'
import './theme/base.css'
import './theme/parts.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { frozenSource } from './source/frozen.ts'
import { liveSource } from './source/live.ts'
import './theme/print.css'

/** The element in which a frozen page carries its documents. */
const FROZEN = '#plimsoll-page'

const app = document.querySelector('#app')
const frozen = document.querySelector(FROZEN)
if (app !== null) {
  const source = frozen === null ? liveSource() : frozenSource(frozen.textContent)
  // A report says that it opens, until it has.
  app.replaceChildren()
  render(<App source={source} />, app)
}
