import { reactive, watch } from 'vue'
import { layerSwitches } from './style/build-style.ts'
import type { LayerSwitch } from './style/build-style.ts'
import type { HallMap } from './use-hall-map.ts'

export type ShownLayers = Record<LayerSwitch, boolean>

/** What is shown; a source that nothing shows asks for no tiles. */
export function useLayerSwitches({ map, round }: HallMap, opening: ShownLayers): ShownLayers {
  const shown = reactive({ ...opening })
  watch([shown, round], () => {
    if (map.value === null || round.value === 0) return
    for (const [name, layers] of Object.entries(layerSwitches) as [LayerSwitch, readonly string[]][]) {
      for (const layer of layers) map.value.setLayoutProperty(layer, 'visibility', shown[name] ? 'visible' : 'none')
    }
  }, { immediate: true })
  return shown
}
