import { beforeEach, describe, expect, it } from 'vitest'
import { restoreTheme, useTheme } from './use-theme.ts'

describe('the theme of a window', () => {
  beforeEach(() => localStorage.clear())

  it('is light until somebody chooses, then kept for the next start', () => {
    restoreTheme()
    expect(document.documentElement.dataset['theme']).toBe('light')

    useTheme().setTheme('dark')
    restoreTheme()

    expect(document.documentElement.dataset['theme']).toBe('dark')
  })

  it('of a wall is its own and leaves the seat\'s choice alone', () => {
    useTheme().setTheme('light')

    restoreTheme('dark')

    expect(useTheme().theme.value).toBe('dark')
    expect(localStorage.getItem('hall.theme')).toBe('light')
  })

  it('ignores a stored word that is no theme', () => {
    localStorage.setItem('hall.theme', 'neon')

    restoreTheme()

    expect(useTheme().theme.value).toBe('light')
  })
})
