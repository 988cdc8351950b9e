import { pathToFileURL } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'

/** Opens a window as a person's browser does: the entry file posts its ticket and the host leads on to the page. */
export async function openWindow(context: BrowserContext, entryFile: string): Promise<Page> {
  const page = await context.newPage()
  const arrived = page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(seat|wall)\.html/, { timeout: 30_000 })
  await page.goto(pathToFileURL(entryFile).href, { waitUntil: 'commit' })
  await arrived
  return page
}
