// 链路: what every panel of a window needs to know about how fresh it is.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { systemClock } from '#shared/kernel/clock.ts'
import { setClockOffset, useNow } from '#renderer/composables/index.ts'
import { useDesk, useDeskStore, useTopic } from '#renderer/desk/index.ts'
import type { LinkState } from '#renderer/ui/index.ts'

/** Smaller differences are the time a message takes; following them would make the clock stutter. */
const CLOCK_SLACK_MS = 100
/** A service that crashes is back within seconds, one that rests is tried again after a minute; nobody should wait for longer. */
export const HOST_LOST_MS = 90_000

/** Twice what the host's clock takes to raise its signal. */
const BEHIND_MS = 30_000

export const useLinkStore = defineStore('link', () => {
  const desk = useDesk()
  const deskStore = useDeskStore()
  const now = useNow()
  const { value: status, isOld } = useTopic(desk.watch.link.status, () => ({}))
  const goneSince = ref<number>()
  let offsetMs = 0

  /** Before the first word of the host nothing is known to be fresh. */
  const state = computed<LinkState>(() => (goneSince.value !== undefined ? 'host-gone' : status.value === null ? 'offline' : status.value.rung))
  const since = computed(() => goneSince.value ?? status.value?.since)
  const isHostGone = computed(() => goneSince.value !== undefined)
  /** It has not come back by itself: somebody has to do something. */
  const isHostLost = computed(() => goneSince.value !== undefined && now.value - goneSince.value >= HOST_LOST_MS)
  /** What is shown may be old: it carries 截至 and the stale look until the link has caught up. */
  const isStale = computed(() => isOld.value || (state.value !== 'normal' && state.value !== 'jitter'))
  /** 截至: what is shown holds everything the platform had said until then, epoch ms. */
  const asOf = computed(() => status.value?.freshAt ?? undefined)
  /**
   * Of a snapshot that comes with every tick of the host's clock: it has not come for a while, though the platform is heard. One
   * of unknown age (null) is never taken for fresh; undefined is none yet.
   */
  const isBehind = (at: number | null | undefined): boolean =>
    at !== undefined && asOf.value !== undefined && (at === null || asOf.value - at > BEHIND_MS)
  const waiting = computed(() => status.value?.waiting ?? 0)
  const rejected = computed(() => status.value?.rejected ?? 0)

  watch(() => deskStore.state, (desks) => {
    goneSince.value = desks === 'gone' ? (goneSince.value ?? now.value) : undefined
  }, { immediate: true, flush: 'sync' })
  watch(status, (heard) => {
    if (heard === null) return
    const measured = heard.hostTime - systemClock.now()
    if (Math.abs(measured - offsetMs) < CLOCK_SLACK_MS) return
    offsetMs = measured
    setClockOffset(measured)
  }, { flush: 'sync' })

  return { status, state, since, isHostGone, isHostLost, isStale, asOf, isBehind, waiting, rejected }
})
