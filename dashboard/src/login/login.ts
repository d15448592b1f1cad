import './login.css'

/** The page to log in at works without this; with it, a link into the pages survives the logging in. */

const THEME_KEY = 'plimsoll-theme'

try {
  const theme = localStorage.getItem(THEME_KEY)
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
} catch {
  // The system's own, then.
}

// What stands behind `#` says where to go, and a form leaves it out.
const form = document.querySelector('form')
if (form !== null) form.action = `login${location.hash}`

// Following a link from another site, a browser leaves out the cookie that it has; asked by a page of ours it does not.
if (document.querySelector('[data-session]') !== null) {
  const { ok } = await fetch('api/v1/project').catch(() => new Response(null, { status: 503 }))
  if (ok) location.replace(`./${location.hash}`)
}
