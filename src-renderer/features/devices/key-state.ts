import type { DeviceLine, DeviceList } from '#shared/contracts/devices.contract.ts'
import type { Text } from '#renderer/i18n/index.ts'

interface KeyState {
  readonly meaning: 'normal' | 'attention' | 'unknown'
  readonly words: string
}

interface Progress {
  readonly all: number
  readonly behind: readonly DeviceLine[]
}

/** Seats in use, and those of them that have been handed the current key. */
export function progressOf({ devices, currentKey }: DeviceList): Progress {
  const seats = devices.filter(({ role, revokedAt }) => role === 'seat' && revokedAt === null)
  return { all: seats.length, behind: seats.filter(({ key }) => key?.id !== currentKey.id) }
}

/** Which key a machine has, in words. */
export function keyWords({ role, key }: DeviceLine, current: string, t: Text['t']): KeyState {
  if (role === 'wall') return { meaning: 'unknown', words: t('devices.keyNone') }
  if (key === null) return { meaning: 'attention', words: t('devices.keyUnknown') }
  if (key.id === current) return { meaning: 'normal', words: t('devices.keyCurrent', { id: key.id }) }
  return { meaning: 'attention', words: t('devices.keyBehind', { id: key.id, current }) }
}
