"""What goes wrong in the world: processes killed, disks full, files torn."""
