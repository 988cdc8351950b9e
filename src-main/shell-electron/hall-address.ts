import type { WindowKind } from '../shell-common/options.ts'

// The one origin our windows have. `app:` is not a special scheme for URL, whose `origin` is then 'null': protocol and host
// are compared instead, both parsed, never by prefix.
export const SCHEME = 'app'
const HOST = 'hall'

export const pageAddress = (kind: WindowKind): string => `${SCHEME}://${HOST}/${kind}.html`

export function isHallAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === ''
}

/** Is it the page of this kind of window, whatever stands behind `?` and `#`? */
export function isPageOf(kind: WindowKind, address: string): boolean {
  return isHallAddress(address) && URL.parse(address)?.pathname === `/${kind}.html`
}
