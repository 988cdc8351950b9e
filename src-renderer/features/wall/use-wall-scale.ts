import { onScopeDispose, readonly, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { useKeys } from '#renderer/composables/index.ts'
import { useText } from '#renderer/i18n/index.ts'
import { keepScale, loadScale, movedReader, wallUnitPx } from './wall-scale.ts'
import type { WallScale } from './wall-scale.ts'

/** How long the setting is shown after it was changed. */
const SHOWN_MS = 4_000

export interface WallScaleSetting {
  readonly scale: Readonly<Ref<WallScale>>
  readonly unitPx: Readonly<Ref<number>>
  /** True for a moment after a change. */
  readonly isShown: Readonly<Ref<boolean>>
}

/** Sets `--wall-u` for this window; `[` and `]` bring the farthest reader a metre nearer or farther, and it is kept. */
export function useWallScale(): WallScaleSetting {
  const { t } = useText()
  const scale = ref<WallScale>(loadScale(location.search))
  const unitPx = ref(wallUnitPx(scale.value))
  const isShown = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(scale, (next) => {
    unitPx.value = wallUnitPx(next)
    document.documentElement.style.setProperty('--wall-u', `${String(unitPx.value)}px`)
  }, { immediate: true })

  function move(byMetres: number): void {
    scale.value = movedReader(scale.value, byMetres)
    keepScale(scale.value)
    isShown.value = true
    clearTimeout(timer)
    timer = setTimeout(() => {
      isShown.value = false
    }, SHOWN_MS)
  }

  useKeys(() => t('wall.scene'), [
    { keys: '[', label: () => t('wall.nearer'), run: () => move(-1) },
    { keys: ']', label: () => t('wall.farther'), run: () => move(1) },
  ])
  onScopeDispose(() => clearTimeout(timer))
  return { scale: readonly(scale), unitPx: readonly(unitPx), isShown: readonly(isShown) }
}
