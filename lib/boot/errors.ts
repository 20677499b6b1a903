/** What can go wrong while a guest is booted and asked. */
export type BootCode =
  | 'IMAGE_MISSING'
  | 'IMAGE_UNKNOWN'
  | 'FIRMWARE_MISSING'
  | 'GUEST_STUCK'
  | 'GUEST_TIMEOUT'
  | 'GUEST_EXITED'
  | 'PROBE_FAILED'
  | 'COMMAND_FAILED'
  | 'CHECKS_FAILED';
