import { randomBytes, randomInt } from 'node:crypto';
import { beijingDate, beijingDigits } from './beijing';

/** The provider's own numbers, each in the shape of live ones. */
export interface Numbers {
  /** Of a red packet: 31 digits with the day inside. */
  listId(atMs: number): string;
  transferBillNo(atMs: number): string;
  prepayId(atMs: number): string;
  transactionId(atMs: number): string;
  refundId(atMs: number): string;
}

export function createNumbers(): Numbers {
  return {
    listId: (atMs) => `1000041701${dayDigits(atMs)}3${randomDigits(12)}`,
    transferBillNo: (atMs) => `13300${randomDigits(9)}${dayDigits(atMs)}${randomDigits(18)}`,
    prepayId: (atMs) => `wx${beijingDigits(atMs)}${randomBytes(10).toString('hex')}`,
    transactionId: (atMs) => `4200002${randomDigits(3)}${dayDigits(atMs)}${randomDigits(10)}`,
    refundId: (atMs) => `50300${randomDigits(5)}${dayDigits(atMs)}${randomDigits(10)}`,
  };
}

function dayDigits(atMs: number): string {
  return beijingDate(atMs).replaceAll('-', '');
}

function randomDigits(count: number): string {
  const halves = [Math.ceil(count / 2), Math.floor(count / 2)];
  return halves.map((n) => String(randomInt(10 ** n)).padStart(n, '0')).join('');
}
