// Names the Electron shell, its preload and the windows agree on. A window sees `window[BRIDGE_KEY]` and one window message.

/** Property of `window` under which the preload offers its two functions. */
export const BRIDGE_KEY = 'wanmiDoor'

/** Window message that brings the message port; accepted only from the window itself and its own origin. */
export const DOOR_MESSAGE = 'wanmi-door'

/** Messages between preload and shell; nothing else passes. */
export const bridgeChannels = {
  /** Window → shell: wants a fresh door. No arguments; who asks is read from the sending frame. */
  askDoor: 'wanmi:ask-door',
  /** Shell → window: the door, as the one port of the message. */
  door: 'wanmi:door',
  /** Shell → window: the host has ended; doors are gone, a new one may be asked for at once. */
  hostGone: 'wanmi:host-gone',
} as const
