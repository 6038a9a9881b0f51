using Microsoft.Win32.SafeHandles;

namespace LocalDapr.Storage.Journal;

/// <summary>A file that only grows. The seam where tests let writes fail.</summary>
internal interface IAppendFile : IDisposable
{
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything appended is on the medium.</summary>
    void Flush();
}

internal sealed class AppendFile(string path) : IAppendFile
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    private long _length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
