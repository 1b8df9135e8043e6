import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AttestError } from '../model/error.js';
import { reachable } from './address.js';

const open = reachable();

describe('reachable', () => {
  test.each([
    '0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254',
    '172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255',
    '198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255',
    ':: ::1 ::7f00:1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:a00:1 ::ffff:0:7f00:1',
    '64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::8.8.8.8 64:ff9b:1::1 100::1 100:0:0:1::1',
    '2001::1 2001:0:7f00:1:: 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2001:DB8:0::1 2002:7f00:1:: 2002:808:808::1',
    '3fff::1 3fff:fff::1 5f00::1 4000::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1',
  ])('refuses %s', list => {
    expect(list.split(' ').filter(open)).toEqual([]);
  });

  test.each([
    '1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255',
    '172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255',
    '2000::1 2001:200::1 2001:4860:4860::8888 2003::1 2606:4700::1111 2a00:1450::1 3ffe::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8',
  ])('lets through %s', list => {
    expect(list.split(' ').filter(address => !open(address))).toEqual([]);
  });

  test.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.1.1.1.', '[::1]', '1.1.1.1/32', '::1]/#[', '%'])(
    'what is no IP address is not reached: %s',
    text => expect(open(text)).toBe(false),
  );

  test('a network that the user allows is reached, in each spelling of it, and nothing beside it', () => {
    const mine = reachable(['10.1.0.0/16', '127.0.0.1/32', 'fd00:1::/32']);
    const asked = '10.1.2.3 ::ffff:10.1.2.3 127.0.0.1 fd00:1::5 8.8.8.8 10.2.0.1 127.0.0.2 fd00:2::5 ::1'.split(' ');
    expect(asked.filter(mine)).toEqual(asked.slice(0, 5));
  });

  test.each([
    '10.1.0.0',
    '10.1.0.0/33',
    '10.1/16',
    'x/8',
    '::/129',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '',
    '::ffff:10.0.0.0/104',
  ])('a network that is none is named: %s', network => {
    let fault: unknown;
    try {
      reachable([network]);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(AttestError);
    expect((fault as AttestError).code).toBe('usage');
  });
});

const byte = fc.integer({ min: 0, max: 255 });
/** Blocked IPv4 addresses as four bytes. */
const blocked = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127, 224, 239, 240, 255), byte, byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(198), fc.constantFrom(18, 19), byte, byte),
);

/** One number of an address in a base that browsers read: decimal, hexadecimal, octal. */
const SPELLINGS = [(n: number) => `${n}`, (n: number) => `0x${n.toString(16)}`, (n: number) => `0${n.toString(8)}`];
const spelling = fc.constantFrom(...SPELLINGS);

test('no spelling of a blocked IPv4 address in a URL passes', () => {
  fc.assert(
    fc.property(blocked, fc.array(spelling, { minLength: 4, maxLength: 4 }), byte, ([a, b, c, d], write, more) => {
      const [w, x, y, z] = write as [(n: number) => string, ...((n: number) => string)[]];
      const hex = (high: number, low: number): string => (high * 256 + low).toString(16);
      const hosts = [
        `${w(a)}.${x!(b)}.${y!(c)}.${z!(d)}`,
        `${w(a)}.${x!(b)}.${y!(c * 256 + d)}`,
        `${w(a)}.${x!(b * 65536 + c * 256 + d)}`,
        w(((a * 256 + b) * 256 + c) * 256 + d),
        `[::ffff:${a}.${b}.${c}.${d}]`,
        `[0:0::FFFF:${hex(a, b)}:${hex(c, d)}]`,
        `[::${a}.${b}.${c}.${d}]`,
        `[64:ff9b::${a}.${b}.${c}.${d}]`,
        `[64:ff9b:1::${a}.${b}.${c}.${d}]`,
        `[2002:${hex(a, b)}:${hex(c, d)}::${more}]`,
        `[2001::${more}:${hex(a ^ 255, b ^ 255)}:${hex(c ^ 255, d ^ 255)}]`,
      ];
      const addresses = hosts.map(host => new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, ''));
      expect(addresses.filter(open)).toEqual([]);
    }),
  );
});
