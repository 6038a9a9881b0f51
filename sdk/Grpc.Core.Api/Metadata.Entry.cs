using System.Buffers;
using System.Text;
using Grpc.Core.Utils;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value: ASCII text, or bytes when the key ends with <c>-bin</c>.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Creates a binary entry; the bytes are copied.</summary>
        /// <exception cref="ArgumentException">The key is malformed or does not end with <c>-bin</c>.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = NormalizeKey(key);
            GrpcPreconditions.CheckArgument(IsBinaryKey(Key), "The key of a binary entry must end with '-bin'.");
            _bytes = GrpcPreconditions.CheckNotNull(valueBytes, nameof(valueBytes)).AsSpan().ToArray();
        }

        /// <summary>Creates a text entry.</summary>
        /// <exception cref="ArgumentException">The key is malformed or ends with <c>-bin</c>.</exception>
        public Entry(string key, string value)
        {
            Key = NormalizeKey(key);
            GrpcPreconditions.CheckArgument(!IsBinaryKey(Key), "The key of a text entry must not end with '-bin'.");
            _text = GrpcPreconditions.CheckNotNull(value, nameof(value));
        }

        private Entry(string normalizedKey, string? text, byte[]? bytes)
        {
            Key = normalizedKey;
            _text = text;
            _bytes = bytes;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>The bytes, or the text as ASCII. Each call makes a copy.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text!) : _bytes.AsSpan().ToArray();

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value
        {
            get
            {
                GrpcPreconditions.CheckState(!IsBinary, "A binary entry has no text value.");
                return _text!;
            }
        }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => _text is null;

        /// <summary>The bytes of a binary entry without a copy: for reading only.</summary>
        internal ReadOnlySpan<byte> BinaryValue => _bytes;

        /// <inheritdoc />
        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={_bytes!.Length} bytes]" : $"[Entry: key={Key}, value={_text}]";

        /// <summary>A text entry of a header whose key came from the wire: valid already and only to be lowered.</summary>
        internal static Entry FromWire(string key, string value) => new(ToLower(key), value, bytes: null);

        /// <summary>A binary entry of a header whose key came from the wire; takes the array without a copy.</summary>
        internal static Entry FromWire(string key, byte[] value) => new(ToLower(key), text: null, value);

        internal static bool IsBinaryKey(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string NormalizeKey(string key)
        {
            GrpcPreconditions.CheckNotNull(key, nameof(key));
            GrpcPreconditions.CheckArgument(
                !key.AsSpan().ContainsAnyExcept(KeyCharacters),
                "A metadata key consists of ASCII letters, digits, underscores, hyphens and dots.");
            return ToLower(key);
        }

#pragma warning disable CA1308 // Header names are lower case in HTTP/2 (RFC 9113, section 8.2).
        private static string ToLower(string key) => key.ToLowerInvariant();
#pragma warning restore CA1308
    }
}
