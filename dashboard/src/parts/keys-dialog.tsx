import { useRef } from 'preact/hooks'
import { listedShortcuts } from './keys.ts'
import { areKeysOn, shortcuts, switchKeys, useShortcuts } from './shortcuts.ts'

/** The button that shows which keys do what, and what it shows; `?` does the same. */
export function KeysDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  const open = (): void => dialog.current?.showModal()
  useShortcuts([{ keys: '?', title: 'Show these shortcuts', run: open }])
  return (
    <>
      <button type="button" class="small" aria-haspopup="dialog" onClick={open}>
        <span aria-hidden="true">?</span>
        <span class="visually-hidden">Keyboard shortcuts</span>
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keyboard shortcuts</h2>
        <dl>
          {listedShortcuts(shortcuts.value).map(({ keys, title }) => (
            <div key={keys}>
              <dt>
                <Keys keys={keys} />
              </dt>
              <dd>{title}</dd>
            </div>
          ))}
        </dl>
        <p>
          <label>
            <input
              type="checkbox"
              checked={areKeysOn.value}
              onChange={({ currentTarget }) => switchKeys(currentTarget.checked)}
            />{' '}
            Single keys do this
          </label>
        </p>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  )
}

const Keys = ({ keys }: { readonly keys: string }) => (
  <>
    {keys.split(' ').map((key, index) => (
      <span key={key}>
        {index > 0 ? ' then ' : null}
        <kbd>{key}</kbd>
      </span>
    ))}
  </>
)
