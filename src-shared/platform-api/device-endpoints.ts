import { Instant } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'
import { DeviceAnnouncement, DeviceRow } from './devices.ts'
import type { Endpoint } from './endpoints.ts'
import {
  DeviceOut,
  DevicesReply,
  EnrolReply,
  EnrolRequest,
  EnrolmentCodeReply,
  EnrolmentCodeRequest,
  HallKeys,
  RevocationReply,
  RevocationRequest,
  RotationReply,
  SigningKey,
} from './people.ts'

/** Machines of the hall and the keys they hold; part of `endpoints`. */
export const deviceEndpoints = {
  enrol: {
    method: 'POST',
    path: '/v1/devices',
    summary: 'Enrol a machine as a seat with a one-time code',
    callers: [],
    body: EnrolRequest,
    reply: EnrolReply,
  },
  mintEnrolmentCode: {
    method: 'POST',
    path: '/v1/enrolment-codes',
    summary: 'Make a one-time code for a seat',
    callers: ['administrator'],
    body: EnrolmentCodeRequest,
    reply: EnrolmentCodeReply,
  },
  devices: {
    method: 'GET',
    path: '/v1/devices',
    summary: 'Machines of the hall, revoked ones too',
    description: 'For the administrator, people on the post administrator, and seats, whose hosts show it to such people only.',
    callers: ['administrator', 'person', 'device'],
    reply: DevicesReply,
  },
  revokeDevice: {
    method: 'DELETE',
    path: '/v1/devices/:id',
    summary: 'Revoke the enrolment of a machine; its token is refused from now on and its streams are closed',
    callers: ['administrator', 'person'],
    params: z.object({ id: DeviceOut.shape.id }),
    body: RevocationRequest,
    reply: RevocationReply,
  },
  announceDevice: {
    method: 'PUT',
    path: '/v1/devices/mine',
    summary: 'Tell the other machines of the hall where and by which certificate this one can be reached',
    callers: ['device'],
    body: DeviceAnnouncement,
    reply: DeviceRow,
  },
  withdrawDevice: {
    method: 'DELETE',
    path: '/v1/devices/mine',
    summary: 'Take this machine out of the roster of machines that talk to each other',
    callers: ['device'],
    reply: z.object({ time: Instant }),
  },
  signingKey: {
    method: 'PUT',
    path: '/v1/devices/mine/signing-key',
    summary: 'Register the key a seat signs its exports with',
    callers: ['device'],
    body: z.object({ publicKey: SigningKey }),
    reply: z.object({ publicKey: SigningKey }),
  },
  hallKeys: {
    method: 'GET',
    path: '/v1/hall-keys',
    summary: 'The keys personal fields are sealed under; for seats, not for walls',
    callers: ['device'],
    reply: HallKeys,
  },
  rotateHallKey: {
    method: 'POST',
    path: '/v1/hall-keys',
    summary: 'Give the hall a new current key; older ones stay readable',
    callers: ['administrator', 'person'],
    reply: RotationReply,
  },
} as const satisfies Record<string, Endpoint>
