import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { findDiskEncryption } from './disk-encryption.ts'
import type { DiskPorts } from './disk-encryption.ts'

const MOUNTS = `/dev/mapper/root / ext4 rw 0 0
/dev/sda2 /srv ext4 rw 0 0
tmpfs /run tmpfs rw 0 0
/dev/sdb1 /with\\040space xfs rw 0 0
nas:/x /net nfs4 rw 0 0
`
const NUMBERS: Readonly<Record<string, string>> = {
  '/dev/mapper/root': '253:0',
  '/dev/sda2': '8:2',
  '/dev/sdb1': '8:17',
  '/net/hall': '0:52',
}
const SYS: Readonly<Record<string, readonly string[]>> = {
  '/sys/dev/block/253:0': ['dm', 'slaves'],
  '/sys/dev/block/253:0/slaves': ['dm-1'],
  '/sys/class/block/dm-1': ['dm', 'slaves'],
  '/sys/class/block/dm-1/slaves': [],
  '/sys/dev/block/8:2': ['size'],
}
const UUIDS: Readonly<Record<string, string>> = {
  '/sys/dev/block/253:0/dm/uuid': 'LVM-abc\n',
  '/sys/class/block/dm-1/dm/uuid': 'CRYPT-LUKS2-1234-luks\n',
  '/proc/mounts': MOUNTS,
}

const gone = (): never => {
  throw new Error('ENOENT: no such thing')
}
const linux: DiskPorts = {
  platform: 'linux',
  readText: async (path) => UUIDS[path] ?? gone(),
  list: async (path) => SYS[path] ?? gone(),
  resolve: async (path) => path,
  deviceOf: async (path) => NUMBERS[path] ?? gone(),
  run: async () => gone(),
}
const saying = (platform: NodeJS.Platform, words: string): DiskPorts => ({ ...linux, platform, run: async () => words })

describe('the disk of the data folder', () => {
  it.each([
    ['an encrypted volume beneath LVM', '/home/hall', { encrypted: 'yes', how: 'dm-crypt LUKS2' }],
    ['a plain partition', '/srv/hall', { encrypted: 'no', how: 'ext4 on /dev/sda2' }],
    ['memory', '/run/hall', { encrypted: 'no', how: 'tmpfs' }],
    ['a device the system tells nothing of', '/with space/hall', { encrypted: 'unknown', how: 'no word of 8:17 in /sys' }],
    ['a network drive', '/net/hall', { encrypted: 'unknown', how: 'nfs4 on nas:/x' }],
  ])('is told for %s', async (_, folder, told) => {
    expect(await findDiskEncryption(folder, linux)).toEqual(told)
  })

  it.each([
    ['darwin', 'FileVault is On.\n', 'yes'],
    ['darwin', 'FileVault is Off.\n', 'no'],
    ['darwin', 'Error\n', 'unknown'],
    ['win32', '1\r\n', 'yes'],
    ['win32', '0\r\n', 'no'],
    ['win32', '2\r\n', 'unknown'],
    ['win32', '', 'unknown'],
    ['freebsd', '', 'unknown'],
  ] as const)('of %s that says %j is %s', async (platform, words, encrypted) => {
    expect((await findDiskEncryption('C:\\hall', saying(platform, words))).encrypted).toBe(encrypted)
  })

  it('that cannot be asked stays unknown, with the reason', async () => {
    expect(await findDiskEncryption('/home', { ...linux, readText: async () => gone() })).toEqual({
      encrypted: 'unknown',
      how: 'ENOENT: no such thing',
    })
  })

  it('of this very machine is told without a throw', async () => {
    expect(['yes', 'no', 'unknown']).toContain((await findDiskEncryption(tmpdir())).encrypted)
  })
})
