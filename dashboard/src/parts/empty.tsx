import type { ComponentChildren } from 'preact'

/** Where there is nothing yet: what would be here, and how it gets here. */
export const Empty = (props: { readonly title: string; readonly children?: ComponentChildren }) => (
  <div class="nothing">
    <p>
      <strong>{props.title}</strong>
    </p>
    {props.children}
  </div>
)
