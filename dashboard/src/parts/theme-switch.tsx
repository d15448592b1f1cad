import { useState } from 'preact/hooks'
import { chooseTheme, chosenTheme, type Theme, THEMES } from '../theme/theme.ts'

const TITLES: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' }

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <label class="theme-switch">
      <span class="visually-hidden">Theme</span>
      <select
        value={theme}
        onChange={({ currentTarget: { value } }) => {
          const chosen = THEMES.find((each) => each === value) ?? 'system'
          chooseTheme(chosen)
          setTheme(chosen)
        }}
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
