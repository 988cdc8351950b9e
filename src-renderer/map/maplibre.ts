// The one place that sets MapLibre up: its worker is a file of ours (no blob worker: `worker-src 'self'`).
import { setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import './map.css'

setWorkerUrl(new URL(workerUrl, import.meta.url).href)

export { addProtocol, GPUInitializationError, Map as MapLibre, removeProtocol } from 'maplibre-gl'
