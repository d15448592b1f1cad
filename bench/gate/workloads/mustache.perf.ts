import mustache from 'mustache'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, orders } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Renders order confirmations with mustache. */
const PAGES = operations(100)
const nextOrder = inTurn(orders())

const template = `<h1>{{customer.name}}</h1><p>{{note}}</p>
<ul>{{#items}}<li>{{sku}} {{title}}: {{amount}} x {{price}}{{#tags}} <i>{{.}}</i>{{/tags}}</li>{{/items}}</ul>
{{^items}}<p>nothing</p>{{/items}}`

export const workload: Scenario = scenario('render with mustache', {
  run: () => {
    let length = 0
    for (let i = 0; i < PAGES; i++) length += mustache.render(template, nextOrder()).length
    return length
  },
})
