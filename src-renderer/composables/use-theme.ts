import { readonly, ref } from 'vue'
import type { Ref } from 'vue'
import { keepChoice, readChoice } from '#renderer/i18n/index.ts'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

const KEPT_AS = 'hall.theme'
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
  apply(fixed ?? keptTheme() ?? (prefersDark() ? 'dark' : 'light'))
}

function setTheme(next: Theme): void {
  apply(next)
  keepChoice(KEPT_AS, next)
}

function apply(next: Theme): void {
  theme.value = next
  document.documentElement.dataset['theme'] = next
}

function keptTheme(): Theme | undefined {
  const kept = readChoice(KEPT_AS)
  return themes.find((known) => known === kept)
}

function prefersDark(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches
}
