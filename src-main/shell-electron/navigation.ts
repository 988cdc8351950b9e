import type { App, WebContents } from 'electron'
import { isHallAddress } from './hall-address.ts'

/** A window stays on the page it was opened with: it leads nowhere, opens nothing and embeds nothing. */
export function confine(contents: WebContents, refused: (what: string) => void): void {
  const stay = (what: string) => (event: { preventDefault(): void; readonly url: string }): void => {
    // A reload of our own page passes; every other way out is closed.
    if (isHallAddress(event.url) && event.url === contents.getURL()) return
    event.preventDefault()
    refused(`${what} ${shorten(event.url)}`)
  }
  contents.on('will-navigate', stay('navigation to'))
  contents.on('will-frame-navigate', (event) => {
    // The page itself is judged by the line above.
    if (!event.isMainFrame) stay('frame navigation to')(event)
  })
  contents.on('will-redirect', stay('redirect to'))
  contents.setWindowOpenHandler(({ url }) => {
    refused(`new window for ${shorten(url)}`)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused('webview')
  })
}

/** Applies to whatever contents ever come to be, also ones we did not open. */
export function confineAll(app: Pick<App, 'on'>, refused: (what: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    confine(contents, refused)
  })
}

/** Addresses may carry personal data in their query: the log gets the rest, cut short. */
function shorten(address: string): string {
  const url = URL.parse(address)
  return url === null ? '(no address)' : `${url.protocol}//${url.host}${url.pathname}`.slice(0, 120)
}
