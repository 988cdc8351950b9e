import '#renderer/styles/index.css'
import { drawMovers } from './mover-pixels.ts'
import { benchChoropleth, openChoropleth, wrongCells } from './choropleth-ways.ts'
import { benchMovers } from './mover-ways.ts'

/** What a test or a benchmark may ask of the page. */
const mapPage = { drawMovers, benchMovers, openChoropleth, benchChoropleth, wrongCells }
export type MapPage = typeof mapPage
Object.assign(window, { mapPage })
