import { onScopeDispose } from 'vue'
import { useTheme } from '#renderer/composables/index.ts'

/** Paper is white: what is printed is drawn by day, whatever the window shows. */
export function useLightPaper(): void {
  const { theme } = useTheme()
  const toPaper = (): void => {
    document.documentElement.dataset['theme'] = 'light'
  }
  const toScreen = (): void => {
    document.documentElement.dataset['theme'] = theme.value
  }
  window.addEventListener('beforeprint', toPaper)
  window.addEventListener('afterprint', toScreen)
  onScopeDispose(() => {
    window.removeEventListener('beforeprint', toPaper)
    window.removeEventListener('afterprint', toScreen)
  })
}
