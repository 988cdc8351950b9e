import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron'

export interface TrayPorts {
  readonly makeTray: (icon: NativeImage) => Tray
  readonly makeMenu: (items: MenuItemConstructorOptions[]) => Menu
  readonly icon: NativeImage
}

/** Show and quit, for a hall whose windows are hidden behind others. */
export function openTray(ports: TrayPorts, show: () => void, quit: () => void): Tray {
  const tray = ports.makeTray(ports.icon)
  tray.setToolTip('万米值守席')
  tray.setContextMenu(
    ports.makeMenu([
      { label: '显示窗口 Show', click: show },
      { type: 'separator' },
      { label: '退出 Quit', click: quit },
    ]),
  )
  tray.on('click', show)
  return tray
}
