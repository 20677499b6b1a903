/**
 * A bash function that fits the GPT of a disk image to a larger disk, as `sgdisk -e` does, and gives
 * the room to the last partition: `grow_gpt HEAD DISK SECTORS`. HEAD is a file with the first MiB, which
 * it changes; the copy of the table is written to the end of DISK. UEFI 2.10, 5.3; sectors of 512 bytes.
 *
 * An installer's initramfs has no partitioner, and numbers of 64 bits are bash's own.
 */
export const GPT_GROW = `
declare -a crc_table
make_crc_table() {
  local n k c
  for ((n = 0; n < 256; n++)); do
    c=$n
    for ((k = 0; k < 8; k++)); do
      if ((c & 1)); then c=$(((c >> 1) ^ 0xedb88320)); else c=$((c >> 1)); fi
    done
    crc_table[n]=$c
  done
}
# CRC-32 of the numbers given, one for each byte.
crc32() {
  local byte c=$((0xffffffff))
  for byte; do c=$(((c >> 8) ^ crc_table[(c ^ byte) & 255])); done
  crc=$((c ^ 0xffffffff))
}
# put ARRAY OFFSET BYTES VALUE: a little-endian number.
put() {
  local -n array=$1
  local i
  for ((i = 0; i < $3; i++)); do array[$2 + i]=$((($4 >> (8 * i)) & 255)); done
}
# get ARRAY OFFSET BYTES
get() {
  local -n array=$1
  local i
  got=0
  for ((i = $3 - 1; i >= 0; i--)); do got=$(((got << 8) | array[$2 + i])); done
}
# write_bytes FILE OFFSET NUMBER...
write_bytes() {
  local file=$1 offset=$2 text
  shift 2
  printf -v text '\\\\x%02x' "$@"
  printf "$text" | dd of="$file" bs=512 seek="$offset" oflag=seek_bytes conv=notrunc status=none
}

grow_gpt() {
  local head=$1 disk=$2 sectors=$3 last=$(($3 - 1)) i end best=-1 best_end=0
  local -a table entries mbr
  table=($(od -An -v -tu1 -j512 -N92 "$head"))
  # "EFI PART", and 128 entries of 128 bytes behind the header: what our own images have.
  get table 0 8
  ((got == 0x5452415020494645)) || return 0
  get table 72 8 && ((got == 2)) || return 0
  get table 80 8 && ((got == 0x8000000080)) || return 0
  get table 32 8
  ((got < last)) || return 0
  make_crc_table
  entries=($(od -An -v -tu1 -j1024 -N16384 "$head"))
  for ((i = 0; i < 128; i++)); do
    get entries $((i * 128 + 40)) 8
    if ((got > best_end)); then best=$i best_end=$got; fi
  done
  if ((best >= 0)); then
    # To whole MiB, as it began.
    end=$(((last - 33 + 1) / 2048 * 2048 - 1))
    ((end <= best_end)) || put entries $((best * 128 + 40)) 8 "$end"
  fi
  crc32 "\${entries[@]}"
  put table 88 4 "$crc"
  put table 32 8 "$last"
  put table 48 8 $((last - 33))
  put table 16 4 0
  crc32 "\${table[@]}"
  put table 16 4 "$crc"
  write_bytes "$head" 512 "\${table[@]}"
  write_bytes "$head" 1024 "\${entries[@]}"
  mbr=(0 0 0 0)
  put mbr 0 4 $((last < 0xffffffff ? last : 0xffffffff))
  write_bytes "$head" 458 "\${mbr[@]}"
  put table 24 8 "$last"
  put table 32 8 1
  put table 72 8 $((last - 32))
  put table 16 4 0
  crc32 "\${table[@]}"
  put table 16 4 "$crc"
  write_bytes "$disk" $(((last - 32) * 512)) "\${entries[@]}"
  write_bytes "$disk" $((last * 512)) "\${table[@]}"
}
`;
