import type { ComponentChildren } from 'preact'

/** A name and what it stands for here. */
export type Fact = readonly [name: string, value: ComponentChildren]

/** Names and values, one beneath the other; values that are `null` or empty are left out. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
)
