import '#renderer/styles/index.css'
import { drawMovers } from './mover-pixels.ts'
import { benchChoropleth } from './choropleth-ways.ts'
import { benchMovers } from './mover-ways.ts'

/** What a test or a benchmark may ask of the page. */
const mapPage = { drawMovers, benchMovers, benchChoropleth }
export type MapPage = typeof mapPage
Object.assign(window, { mapPage })
