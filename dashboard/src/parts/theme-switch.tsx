import { useState } from 'preact/hooks'
import { chooseTheme, chosenTheme, type Theme, THEMES } from '../theme/theme.ts'
import { useShortcuts } from './shortcuts.ts'
import { announce } from './status.tsx'

const TITLES: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' }

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme)
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen)
    setTheme(chosen)
  }
  const turn = (): void => {
    const next = themeAfter(theme)
    choose(next)
    announce(`Colours: ${TITLES[next]}.`)
  }
  useShortcuts([{ keys: 't', title: 'Turn to the next colours', run: turn }], [theme])
  return (
    <label class="theme-switch">
      <span class="visually-hidden">Theme</span>
      <select
        value={theme}
        onChange={({ currentTarget: { value } }) =>
          choose(THEMES.find((each) => each === value) ?? 'system')
        }
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {TITLES[each]}
          </option>
        ))}
      </select>
    </label>
  )
}

const themeAfter = (theme: Theme): Theme =>
  THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
