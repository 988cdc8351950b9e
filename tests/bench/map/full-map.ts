// The hall's map over the whole district, in headless Chromium, with the tiles of a real cache.
import { openCacheReader } from '#main/db-worker/queries/open-reader.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { OpenOptions } from '../../map-page/map-on-page.ts'
import { buildMapPage, openMapPage } from '../../map-page/open-page.ts'
import type { OpenedPage } from '../../map-page/open-page.ts'
import { fillLedger } from '../data/ledger-cache.ts'
import { CENTER, SPAN } from '../data/places.ts'

const [WIDTH, HEIGHT] = [1_280, 720]

export const district: OpenOptions = {
  width: WIDTH, height: HEIGHT, symbol: 1,
  bounds: [CENTER[0] - SPAN[0] / 2, CENTER[1] - SPAN[1] / 2, CENTER[0] + SPAN[0] / 2, CENTER[1] + SPAN[1] / 2],
}

export interface FullMap extends OpenedPage {
  /** CPU time of the page's own process so far, ms; what the software renderer draws with is another process. */
  pageCpuMs(): Promise<number>
}

export async function openFullMap(folder: string, components: number, grids: number): Promise<FullMap> {
  fillLedger(folder, components, grids)
  const reader = unwrap(openCacheReader(folder))
  await buildMapPage()
  const opened = await openMapPage({ width: WIDTH, height: HEIGHT, tile: reader.tile })
  const session = await opened.browser.newBrowserCDPSession()
  return {
    ...opened,
    async pageCpuMs() {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      const pages = processInfo.filter(({ type }) => type === 'renderer')
      return pages.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0)
    },
    async close() {
      await opened.close()
      reader.close()
    },
  }
}
