/** Said by a server that somebody has logged in at. */
const hasSession = (): boolean => document.querySelector('[data-session="open"]') !== null

/** Ends the session. A form, since the server takes nothing else; where nobody has logged in, nothing. */
export function LogOut() {
  if (!hasSession()) return null
  return (
    <form method="post" action="logout">
      <button type="submit">Log out</button>
    </form>
  )
}
