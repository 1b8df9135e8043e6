import { BlockList, isIP } from 'node:net';
import { AttestError } from '../model/error.js';

/**
 * What is not for the public internet, after the IANA special-purpose address registries (RFC 6890 and its updates, as of
 * RFC 9637). Where a registry calls a corner of a block reachable, the block is refused all the same: no news site is there.
 */
const SPECIAL_4 = [
  '0.0.0.0/8', // "this network", RFC 791; on Linux 0.0.0.0 is this machine
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // shared behind a carrier's NAT, RFC 6598
  '127.0.0.0/8', // loopback, RFC 1122
  '169.254.0.0/16', // link-local, RFC 3927; a cloud's keys are at 169.254.169.254
  '172.16.0.0/12', // private, RFC 1918
  '192.0.0.0/24', // IETF protocols, RFC 6890
  '192.0.2.0/24', // documentation, RFC 5737
  '192.88.99.0/24', // 6to4 relays, RFC 7526
  '192.168.0.0/16', // private, RFC 1918
  '198.18.0.0/15', // benchmarks, RFC 2544
  '198.51.100.0/24', // documentation, RFC 5737
  '203.0.113.0/24', // documentation, RFC 5737
  '224.0.0.0/4', // multicast, RFC 5771
  '240.0.0.0/4', // reserved, RFC 1112, with 255.255.255.255
];

/** All global unicast addresses of IPv6 are in here (RFC 4291, RFC 3587): everything outside is refused unnamed. */
const UNICAST_6 = '2000::/3';
const SPECIAL_6 = [
  '2001::/23', // IETF protocols, RFC 2928: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation, RFC 3849
  '2002::/16', // 6to4, RFC 3056: carries any IPv4 address, a private one too
  '3fff::/20', // documentation, RFC 9637
];

type Family = 'ipv4' | 'ipv6';
const familyOf = (address: string): Family => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string];
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

const SPECIAL = listOf([...SPECIAL_4, ...SPECIAL_6]);
const UNICAST = listOf([UNICAST_6]);

/** The eight groups of an IPv6 address; null where it is none. */
function groupsOf(address: string): number[] | null {
  const url = `http://[${address}]/`;
  if (!URL.canParse(url)) return null;
  // The URL parser writes every spelling the same way: lower case, no leading zeros, no dots.
  const [before = '', after] = new URL(url).hostname.slice(1, -1).split('::');
  const numbers = (part = ''): number[] =>
    part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16));
  const [left, right] = [numbers(before), numbers(after)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** An address as it is judged: IPv4 written as IPv6 (RFC 4291, 2.5.5.2), or reached by NAT64 (RFC 6052), as that IPv4. */
function plainOf(address: string): { address: string; family: Family } | null {
  if (isIP(address) === 4) return { address, family: 'ipv4' };
  // A zone ("%eth0") chooses a wire, not an address.
  const bare = address.replace(/%.*$/s, '');
  const groups = isIP(bare) === 6 ? groupsOf(bare) : null;
  if (!groups) return null;
  const prefix = groups.slice(0, 6).join();
  if (prefix === '0,0,0,0,0,65535' || prefix === `${0x64},${0xff9b},0,0,0,0`) {
    const [high, low] = groups.slice(6) as [number, number];
    return { address: [high >> 8, high & 255, low >> 8, low & 255].join('.'), family: 'ipv4' };
  }
  return { address: bare, family: 'ipv6' };
}

const badNetwork = (network: string): AttestError =>
  new AttestError(
    'usage',
    `not a network: ${JSON.stringify(network.slice(0, 60))}`,
    'Write it as ADDRESS/BITS, for example 10.1.0.0/16 or fd00:1::/32.',
    2,
  );

function checkedNetwork(network: string): string {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(network) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) throw badNetwork(network);
  // Such addresses are judged as IPv4, so this network would silently never match.
  if (family === 6 && plainOf(address)?.family === 'ipv4') throw badNetwork(network);
  return network;
}

/**
 * Whether an IP address may be connected to: global unicast, or in a network that the user allows (CIDR, as `10.1.0.0/16`).
 * What is no IP address may not. Throws `usage` on a network that is none.
 */
export function reachable(allowed: readonly string[] = []): (address: string) => boolean {
  const own = listOf(allowed.map(checkedNetwork));
  return given => {
    const plain = plainOf(given);
    if (!plain) return false;
    const { address, family } = plain;
    if (own.check(address, family)) return true;
    if (SPECIAL.check(address, family)) return false;
    return family === 'ipv4' || UNICAST.check(address, family);
  };
}
