import { readonly, ref } from 'vue'
import type { Ref } from 'vue'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

const STORED_AS = 'hall.theme'
const theme = ref<Theme>('light')

export interface ThemeSwitch {
  readonly theme: Readonly<Ref<Theme>>
  readonly setTheme: (theme: Theme) => void
  readonly toggleTheme: () => void
}

/** Light for day seats, dark for night and wall. The choice is kept; without one the machine's preference holds. */
export function useTheme(): ThemeSwitch {
  return { theme: readonly(theme), setTheme, toggleTheme: () => setTheme(theme.value === 'dark' ? 'light' : 'dark') }
}

/** Call once before mounting; a wall passes its own theme and keeps nothing. */
export function restoreTheme(fixed?: Theme): void {
  apply(fixed ?? storedTheme() ?? (prefersDark() ? 'dark' : 'light'))
}

function setTheme(next: Theme): void {
  apply(next)
  try {
    localStorage.setItem(STORED_AS, next)
  } catch (error) {
    // A window whose storage is switched off still changes; only the choice is not kept.
    console.warn('the theme choice could not be kept', error)
  }
}

function apply(next: Theme): void {
  theme.value = next
  document.documentElement.dataset['theme'] = next
}

function storedTheme(): Theme | undefined {
  try {
    return themes.find((known) => known === localStorage.getItem(STORED_AS))
  } catch {
    // Storage switched off: the machine's preference is the answer.
    return undefined
  }
}

function prefersDark(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches
}
