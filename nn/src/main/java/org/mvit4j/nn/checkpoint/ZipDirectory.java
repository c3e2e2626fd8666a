package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The central directory of a zip file (zip64 included), checked as a whole before anything is read: offsets inside the
 * file, no two entries on the same bytes, no name twice or outside its folder, no size a deflated entry cannot have.
 */
final class ZipDirectory {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int MAX_ENTRIES = 100_000;
    private static final long BOMB_FLOOR = 16 << 20;
    private static final long BOMB_RATIO = 200;

    /** One member; {@code start} is its local header. */
    private record Member(String name, int method, long crc, long storedSize, long size, long start) {}

    private final ByteRegion file;
    private final Map<String, ByteRegion> entries = new LinkedHashMap<>();

    ZipDirectory(ByteRegion file) {
        this.file = file;
        List<Member> members = new ArrayList<>();
        readCentralDirectory(members);
        long previousEnd = 0;
        String previousName = "";
        members.sort(Comparator.comparingLong(Member::start));
        for (Member member : members) {
            if (member.start < previousEnd) {
                throw damaged("entries " + previousName + " and " + member.name + " share bytes");
            }
            long dataStart = dataStart(member);
            previousEnd = dataStart + member.storedSize;
            previousName = member.name;
            if (previousEnd > file.size()) {
                throw damaged("entry " + member.name + " ends beyond the file");
            }
            ByteRegion stored = file.slice(dataStart, member.storedSize);
            ByteRegion data = member.method == 0
                    ? new StoredRegion(stored, member.name, member.crc)
                    : new InflatedRegion(stored, member.name, member.size, member.crc);
            if (entries.put(member.name, data) != null) {
                throw damaged("has two entries called " + member.name);
            }
        }
    }

    /** Contents by name, in file order. */
    Map<String, ByteRegion> entries() {
        return entries;
    }

    private void readCentralDirectory(List<Member> members) {
        long endAt = findEnd();
        ByteBuffer end = at(endAt, END_BYTES);
        long count = end.getShort(10) & 0xFFFF;
        long size = end.getInt(12) & 0xFFFFFFFFL;
        long start = end.getInt(16) & 0xFFFFFFFFL;
        if (endAt >= 20 && at(endAt - 20, 4).getInt() == END64_LOCATOR) {
            long end64At = at(endAt - 20, 20).getLong(8);
            ByteBuffer end64 = at(end64At, 56);
            if (end64.getInt(0) != END64) {
                throw damaged("has a broken zip64 directory");
            }
            count = end64.getLong(32);
            size = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (count < 0 || count > MAX_ENTRIES || size < 46 * count || start < 0 || start > endAt - size) {
            throw damaged("has a zip directory that does not fit the file");
        }
        long position = start;
        for (long i = 0; i < count; i++) {
            position = readMember(position, start + size, members);
        }
    }

    private long findEnd() {
        int tail = (int) Math.min(file.size(), END_BYTES + 0xFFFF);
        ByteBuffer bytes = at(file.size() - tail, tail);
        for (int i = tail - END_BYTES; i >= 0; i--) {
            if (bytes.getInt(i) == END && i + END_BYTES + (bytes.getShort(i + 20) & 0xFFFF) <= tail) {
                return file.size() - tail + i;
            }
        }
        throw damaged("is a zip file without its directory (cut off?)");
    }

    private long readMember(long position, long directoryEnd, List<Member> members) {
        if (position > directoryEnd - 46) {
            throw damaged("has a zip directory that is too short");
        }
        ByteBuffer header = at(position, 46);
        int nameLength = header.getShort(28) & 0xFFFF;
        int extraLength = header.getShort(30) & 0xFFFF;
        long next = position + 46 + nameLength + extraLength + (header.getShort(32) & 0xFFFF);
        if (header.getInt(0) != CENTRAL_HEADER || next > directoryEnd) {
            throw damaged("has a broken entry in its zip directory");
        }
        ByteBuffer tail = at(position + 46, nameLength + extraLength);
        byte[] nameBytes = new byte[nameLength];
        tail.get(nameBytes);
        String name = checkName(new String(nameBytes, StandardCharsets.UTF_8));
        long size = header.getInt(24) & 0xFFFFFFFFL;
        long storedSize = header.getInt(20) & 0xFFFFFFFFL;
        long start = header.getInt(42) & 0xFFFFFFFFL;
        ByteBuffer wide = zip64Extra(tail);
        if (size == 0xFFFFFFFFL) {
            size = wideValue(wide, name);
        }
        if (storedSize == 0xFFFFFFFFL) {
            storedSize = wideValue(wide, name);
        }
        if (start == 0xFFFFFFFFL) {
            start = wideValue(wide, name);
        }
        int flags = header.getShort(8);
        int method = header.getShort(10) & 0xFFFF;
        if ((flags & 1) != 0 || method != 0 && method != 8) {
            throw damaged("entry " + name + " is encrypted or compressed by an unknown method");
        }
        if (size < 0 || storedSize < 0 || start < 0 || start > file.size() || storedSize > file.size()) {
            throw damaged("entry " + name + " announces an impossible size or place");
        }
        if (method == 0 && size != storedSize) {
            throw damaged("entry " + name + " announces two sizes");
        }
        if (size > BOMB_FLOOR && size / BOMB_RATIO > storedSize) {
            throw new CheckpointException(
                    file.origin(),
                    "entry " + name + " would grow from " + storedSize + " to " + size + " bytes (a zip bomb)",
                    "save it again with torch.save, which does not compress");
        }
        members.add(new Member(name, method, header.getInt(16) & 0xFFFFFFFFL, storedSize, size, start));
        return next;
    }

    private ByteBuffer zip64Extra(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xFFFF;
            int length = extra.getShort() & 0xFFFF;
            if (length > extra.remaining()) {
                break;
            }
            if (id == 1) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private long wideValue(ByteBuffer wide, String name) {
        if (wide.remaining() < 8) {
            throw damaged("entry " + name + " lacks its zip64 sizes");
        }
        return wide.getLong();
    }

    private String checkName(String name) {
        boolean trick = name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || ("/" + name + "/").contains("/../");
        if (trick) {
            throw damaged("has an entry with the path " + CheckpointException.quote(name));
        }
        return name;
    }

    private long dataStart(Member member) {
        ByteBuffer header = at(member.start, 30);
        if (header.getInt(0) != LOCAL_HEADER || (header.getShort(8) & 0xFFFF) != member.method) {
            throw damaged("entry " + member.name + " does not begin where the directory says");
        }
        return member.start + 30 + (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
    }

    private ByteBuffer at(long position, int length) {
        file.checkRange(position, length);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, bytes);
        return bytes.flip();
    }

    private CheckpointException damaged(String fact) {
        return CheckpointException.damaged(file.origin(), fact);
    }
}
