import { readdirSync } from 'node:fs'
import { isSystemError } from './system-error.ts'

/** Without a graphics card the map is drawn by software, and Chromium wants to be told so. */
export function hasGraphicsCard(): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('render'))
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}
