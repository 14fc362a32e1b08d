// What is known of devices, as workers of one run share it.

import { assertEquals } from "@std/assert";
import { CONTROL_WORDS } from "../../lib/shared/control.ts";
import { createDeviceMemory, DEVICE, DeviceMemory } from "../../lib/shared/device_memory.ts";

function views(): [DeviceMemory, DeviceMemory] {
  const memory = createDeviceMemory();
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  return [new DeviceMemory(memory, control), new DeviceMemory(memory, control)];
}

Deno.test("DeviceMemory: what one worker learns of a device all others know, and of no other device", () => {
  const [one, other] = views();
  const dev = 0xffe * 2 ** 32 + 0xffffffff;
  one.learn({ dev, flags: DEVICE.isIdentified | DEVICE.losesTimes, granularityNs: 2e9, kind: 3 });
  assertEquals(other.flags(dev), DEVICE.isIdentified | DEVICE.losesTimes);
  assertEquals(other.granularityNs(dev), 2e9);
  assertEquals(other.kind(dev), 3);
  assertEquals(other.flags(dev - 1), 0);
  assertEquals(other.all().map(({ dev }) => dev), [dev, dev - 1]);
});

Deno.test("DeviceMemory: a flag is new to one worker alone", () => {
  const [one, other] = views();
  assertEquals(one.add(5, DEVICE.lostModes), true);
  assertEquals(other.add(5, DEVICE.lostModes), false);
  assertEquals(other.add(5, DEVICE.lostModes | DEVICE.lostOwners), true);
});

Deno.test("DeviceMemory: devices beyond its room are asked anew and told each time", () => {
  const [memory] = views();
  for (let dev = 0; dev < 64; dev++) memory.add(dev, DEVICE.isIdentified);
  assertEquals(memory.add(64, DEVICE.isIdentified), true);
  assertEquals(memory.add(64, DEVICE.isIdentified), true);
  assertEquals(memory.flags(64), 0);
  assertEquals(memory.has(63, DEVICE.isIdentified), true);
});
