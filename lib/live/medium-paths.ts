/** Where the first process of a live system stands in its initramfs: `rdinit=/treesmith/init`. */
export const LIVE_INIT_PATH = 'treesmith/init';

/** Where the root file system stands in an initramfs, and on a medium. */
export const ROOTFS_NAME = 'treesmith/rootfs.img';

/** Where the disk image of the installer stands on a medium. */
export const INSTALL_IMAGE_NAME = 'treesmith/install.raw.zst';
